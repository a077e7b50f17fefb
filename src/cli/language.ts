/** In which language a command speaks: Vietnamese, which officials read, unless English is asked for. Every error has a sentence in
 *  that language; what a system says of itself (`ENOENT: no such file …`) is no such sentence. */
import { WordedError, type Language, type Wording } from '../values/index.js';

export const LANGUAGE_FLAG = {
  lang: { type: 'string', default: 'vi', description: 'Language of what is printed: vi or en' },
} as const;

/** @throws WordedError for another language */
export function languageOf(flag: string): Language {
  if (flag === 'vi' || flag === 'en') return flag;
  throw new WordedError({
    vi: `Không có ngôn ngữ ${flag}: chọn vi hoặc en.`,
    en: `There is no language ${flag}: choose vi or en.`,
  });
}

/** What is to be told of an error, in one line. */
export function sayError(error: unknown, language: Language): string {
  const known = wordingOf(error);
  if (known) return known[language];
  const message = error instanceof Error ? error.message : String(error);
  return language === 'en' ? message : `Không thực hiện được. Chi tiết (tiếng Anh): ${message}`;
}

function wordingOf(error: unknown): Wording | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { wording, code } = each as { wording?: Wording; code?: unknown };
    if (wording) return wording;
    if (typeof code === 'string' && SYSTEM_ERRORS[code]) return SYSTEM_ERRORS[code];
  }
  return undefined;
}

/** By Node's codes of what the operating system refuses. */
const SYSTEM_ERRORS: Readonly<Record<string, Wording>> = {
  ENOENT: { vi: 'Không có tệp hoặc thư mục này: kiểm tra đường dẫn.', en: 'There is no such file or folder: check the path.' },
  ENOTDIR: { vi: 'Đường dẫn đi qua một tệp, không phải thư mục: kiểm tra đường dẫn.', en: 'The path leads through a file that is no folder: check it.' },
  EISDIR: { vi: 'Đây là thư mục, không phải tệp.', en: 'This is a folder, not a file.' },
  EACCES: { vi: 'Không có quyền đọc hoặc ghi tệp này.', en: 'There is no right to read or write this file.' },
  EPERM: { vi: 'Không có quyền đọc hoặc ghi tệp này.', en: 'There is no right to read or write this file.' },
  EROFS: { vi: 'Thư mục chỉ đọc: không ghi được tệp.', en: 'The folder is read-only: nothing can be written there.' },
  ENOSPC: { vi: 'Ổ đĩa đã đầy.', en: 'The disk is full.' },
  EMFILE: { vi: 'Hệ thống đang mở quá nhiều tệp: thử lại.', en: 'The system has too many files open: try again.' },
  ECONNREFUSED: { vi: 'Không kết nối được hệ thống: hub có đang chạy ở địa chỉ này không?', en: 'Nobody answers: is the hub running at this address?' },
  ECONNRESET: { vi: 'Kết nối tới hệ thống bị ngắt: thử lại.', en: 'The connection to the hub broke: try again.' },
  ENOTFOUND: { vi: 'Không tìm thấy máy chủ này: kiểm tra địa chỉ.', en: 'There is no such host: check the address.' },
}; // prettier-ignore
