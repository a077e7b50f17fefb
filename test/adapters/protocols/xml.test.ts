import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import {
  childOf,
  readXml,
  textAt,
  xml,
  xmlDocument,
  XmlError,
} from '../../../adapters/protocols/xml/index.js';

const limits = { bytesMax: 100_000 };

describe('XML that is written', () => {
  it('is read as what it was, whatever characters a name or an attribute holds', () => {
    const printable = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replace(/[\p{Control}\p{Surrogate}\ufffe\uffff]/gu, ''));

    fc.assert(
      fc.property(printable, printable, (text, value) => {
        const root = readXml(xmlDocument(xml('a', [xml('b', `x${text}x`, { c: value })])), limits);

        expect(textAt(root, 'b')).toBe(`x${text}x`);
        expect(childOf(root, 'b')?.attributes.get('c')).toBe(value);
      }),
    );
  });

  it('drops characters that no XML may hold', () => {
    const written = xmlDocument(xml('a', 'one\u0000\u000btwo\ufffe\ud800!'));

    expect(readXml(written, limits).text).toBe('onetwo!');
  });

  it('leaves out what is not there', () => {
    expect(xml('a', undefined)).toBeUndefined();
    expect(xml('a', [xml('b', undefined), xml('c', [])]).xml).toBe('<a><c/></a>');
  });
});

describe('XML that is read', () => {
  it('has its namespaces resolved, whatever the prefixes', () => {
    const root = readXml(
      '<p:a xmlns:p="urn:one" xmlns="urn:two"><b/><p:c xmlns:p="urn:three"/></p:a>',
      limits,
    );

    expect(root.namespace).toBe('urn:one');
    expect(root.children.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['b', 'urn:two'],
      ['c', 'urn:three'],
    ]);
  });

  it.each([
    ['longer than the limit', `<a>${'x'.repeat(100_001)}</a>`],
    ['of a declared type', '<!DOCTYPE a><a/>'],
    ['with an unknown entity', '<a>&nbsp;</a>'],
    ['with a reference to no character', '<a>&#0;</a>'],
    ['cut off', '<a><b>1</b>'],
    ['empty', ''],
  ])('is refused when it is %s', (_, text) => {
    expect(() => readXml(text, limits)).toThrow(XmlError);
  });
});
