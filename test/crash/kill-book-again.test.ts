import { describeDeaths } from './describe-deaths.js';

describeDeaths('book a repeated reference again', 'book-again');
