/** Fictional people for demos and tests: recipient lists and what the outside world knows of them. */
export {
  DEMO_COMMUNE_CODE,
  DEMO_PROVINCE_CODE,
  DEMO_SYSTEMS,
  generateDemo,
  type DemoFiles,
  type DemoOptions,
} from './generate-demo.js';
