/** Mutations that a client may repeat after any doubt. */
export { answerOnce, type KeyRefused, type RowReaders } from './answer-once.js';
export { forgetAnswers } from './forget-answers.js';
