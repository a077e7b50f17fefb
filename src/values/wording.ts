/** A sentence in both languages of the hub: officials read Vietnamese, whoever asks for it English. It names no person. */
export interface Wording {
  readonly vi: string;
  readonly en: string;
}

export type Language = keyof Wording;

/** What a person did wrong or has to do, said to that person. */
export class WordedError extends Error {
  override readonly name = 'WordedError';
  readonly wording: Wording;

  constructor(wording: Wording, options?: { readonly cause: unknown }) {
    super(wording.en, options);
    this.wording = wording;
  }
}
