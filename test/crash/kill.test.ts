import { describeDeaths } from './describe-deaths.js';

describeDeaths('refuse a repeated reference', 'refuse');
