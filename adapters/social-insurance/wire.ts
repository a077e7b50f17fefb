/** The register's messages: which lists there are, the head of one with its signature, and its pages. What does not have their
 *  form is not read, and nothing of it is quoted. */
import { createHash, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { verifyDetachedJws } from '../kit/index.js';

const areaCode = z.string().regex(/^\d{2,5}$/);

const catalogueSchema = z.object({
  danhSach: z.array(z.object({ maDanhSach: z.string(), maDiaBan: areaCode })),
});

const headSchema = z.object({
  maDanhSach: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  ky: z.string().regex(/^\d{4}-\d{2}$/),
  loaiCheDo: z.string(),
  maDiaBan: areaCode,
  ngayLap: z.iso.datetime({ offset: true }),
  tongSoNguoi: z.int().min(1),
  cacTrang: z.array(
    z.object({
      trang: z.int().min(1),
      soNguoi: z.int().min(1).max(1_000),
      maBam: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

const personSchema = z.object({
  stt: z.int().min(1),
  soDinhDanh: z.string(),
  hoTen: z.string(),
  ngaySinh: z.iso.date().optional(),
  namSinh: z.int().optional(),
  gioiTinh: z.string().optional(),
  maXa: z.string(),
  mucHuong: z.int(),
  tuNgay: z.iso.date(),
  soQuyetDinh: z.string(),
  taiKhoan: z.object({ maDonVi: z.string(), soTaiKhoan: z.string() }).optional(),
  nguoiNhanThay: z.unknown().optional(),
});
const pageSchema = z.object({ trang: z.int(), nguoiHuong: z.array(personSchema) });

export type ListHead = z.infer<typeof headSchema>;
export type PageHead = ListHead['cacTrang'][number];
export type ListedPerson = z.infer<typeof personSchema>;
export type CatalogueEntry = z.infer<typeof catalogueSchema>['danhSach'][number];

/** The only algorithm taken, whatever the header of a signature claims. */
const algorithm = 'RS256';

/** Undefined for what is no catalogue. */
export function readCatalogue(body: Buffer): readonly CatalogueEntry[] | undefined {
  return catalogueSchema.safeParse(jsonOf(body)).data?.danhSach;
}

/** The head of a list, once its signature fits the very bytes that came; undefined for anything else, also for a head that does
 *  not add up: its pages are numbered from 1 without a gap and hold as many people as it says. */
export async function readHead(
  body: Buffer,
  signature: string,
  registerPublicKey: string,
): Promise<ListHead | undefined> {
  const isSigned = await verifyDetachedJws(body, signature, createPublicKey(registerPublicKey), [algorithm]);
  const head = isSigned && headSchema.safeParse(jsonOf(body)).data;
  if (!head) return undefined;
  const people = head.cacTrang.reduce((sum, { soNguoi }) => sum + soNguoi, 0);
  const isCounted = head.cacTrang.every(({ trang }, at) => trang === at + 1);
  return isCounted && people === head.tongSoNguoi ? head : undefined;
}

/** A page, when it is byte for byte the one that the signed head names. */
export function readPage(
  body: Buffer,
  { trang, soNguoi, maBam }: PageHead,
): readonly ListedPerson[] | undefined {
  if (createHash('sha256').update(body).digest('hex') !== maBam) return undefined;
  const page = pageSchema.safeParse(jsonOf(body)).data;
  return page?.trang === trang && page.nguoiHuong.length === soNguoi ? page.nguoiHuong : undefined;
}

/** The body of the token request (RFC 6749 §4.4.2). */
export const tokenRequest = 'grant_type=client_credentials&scope=danh-sach-huong';

export function basicCredentials(clientId: string, clientSecret: string): string {
  const words = [clientId, clientSecret].map(encodeURIComponent).join(':');
  return `Basic ${Buffer.from(words).toString('base64')}`;
}

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export function readToken(body: Buffer): { readonly value: string; readonly seconds: number } | undefined {
  const token = tokenSchema.safeParse(jsonOf(body)).data;
  return token && { value: token.access_token, seconds: token.expires_in };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // No JSON is no message of the register.
    return undefined;
  }
}
