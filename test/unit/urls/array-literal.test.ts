import { mapArrayLiteral } from '../../../scripts/transfer/urls/array-literal'

const SPELLINGS: [string, string, string][] = [
  ['an empty array', '{}', '{}'],
  ['plain elements', '{a,b}', '{"<a>","<b>"}'],
  ['NULL and the text NULL', '{NULL,"NULL"}', '{NULL,"<NULL>"}'],
  ['quotes and backslashes', String.raw`{"a\"b","c\\d"}`, String.raw`{"<a\"b>","<c\\d>"}`],
  ['commas and braces inside quotes', '{"a,b","{c}"}', '{"<a,b>","<{c}>"}'],
  ['two dimensions', '{{a,b},{c,NULL}}', '{{"<a>","<b>"},{"<c>",NULL}}'],
  ['bounds', '[0:1]={a,b}', '[0:1]={"<a>","<b>"}'],
  ['an empty element', '{"",a}', '{"<>","<a>"}'],
  ['a line break', '{"a\nb"}', '{"<a\nb>"}'],
  ['escaped JSON', String.raw`{"{\"u\": \"x\"}"}`, String.raw`{"<{\"u\": \"x\"}>"}`],
]

describe('mapArrayLiteral', () => {
  it.each(SPELLINGS)('maps each element of %s', (_, literal, expected) => {
    expect(mapArrayLiteral(literal, (element) => `<${element}>`)).toBe(expected)
  })

  it.each(SPELLINGS)('leaves the spelling alone where nothing changes: %s', (_, literal) => {
    expect(mapArrayLiteral(literal, (element) => element)).toBe(literal)
  })

  it('quotes only the element that changed', () => {
    expect(mapArrayLiteral('{a,b,"c"}', (element) => (element === 'b' ? 'x"y' : element))).toBe(
      String.raw`{a,"x\"y","c"}`,
    )
  })
})
