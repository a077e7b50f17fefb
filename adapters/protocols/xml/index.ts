/** The door of the XML protocol folder. */
export {
  childOf,
  childrenOf,
  readXml,
  textAt,
  XmlError,
  type XmlElement,
  type XmlLimits,
} from './xml-reader.js';
export { xml, xmlDocument, type XmlAttributes, type XmlContent, type XmlFragment } from './xml-writer.js';
