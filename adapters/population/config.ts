/** The configuration of this adapter: the address on the data-sharing platform, our credentials, and what our agreement covers. */
import { z } from 'zod';
import { configParser } from '../kit/index.js';

const lifeStatus = z.strictObject({
  operation: z.string().regex(/^[A-Za-z]{1,64}$/),
  integrationCode: z.string().regex(/^\d{3}$/),
});

const schema = z.strictObject({
  /** Where requests are posted: our security server of NDXP, or the LGSP. */
  url: z.url(),
  /** The service address as it goes into the signature, when the platform knows the service by another one. */
  signedUrl: z.url().optional(),
  user: z.string().min(1),
  secretKey: z.string().min(8),
  apiKey: z.string().optional(),
  /** `X-Road-Client`: member and subsystem of the sender. */
  xRoadClient: z.string().optional(),
  /** MaDVC: the public service on whose behalf is asked. */
  serviceCode: z.string().min(1),
  /** MaDonVi, TaiKhoan, SoDienThoai: sent where the agreement asks for them. */
  unitCode: z.string().optional(),
  account: z.string().optional(),
  phone: z.string().optional(),
  /** The agreement's death and absence check; left out, nobody is reported DECEASED. */
  lifeStatus: lifeStatus.optional(),
  requestTimeoutMs: z.int().min(1_000).max(120_000).default(15_000),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certificateFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .optional(),
});

export type PopulationConfig = z.infer<typeof schema>;

/** @throws AdapterError MISCONFIGURED, naming each field that is wrong and never its value */
export const parseConfig = configParser('population', schema);
