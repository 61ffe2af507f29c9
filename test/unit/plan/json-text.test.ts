import { jsonAlternatives } from '../../../scripts/plan/judge/json-text'
import { expressionsIn, referencesOfValue } from '../../../scripts/plan/resources/references'

describe('jsonAlternatives', () => {
  it.each([
    ['plain JSON', '{"a":["b"]}', [{ a: ['b'] }]],
    ['a reference inside', '{"a":"${aws_x.y.arn}/*"}', [{ a: '${aws_x.y.arn}/*' }]],
    [
      'quotes inside an expression',
      '{"a":"${lookup(local.m, "k", "")}"}',
      [{ a: '${lookup(local.m, "k", "")}' }],
    ],
    ['braces inside an expression', '{"a":"${merge({ b = 1 }, {})}"}', [{ a: '${merge({ b = 1 }, {})}' }]],
    [
      'jsonencode',
      '${jsonencode({"a" = [1, true, null, "t"], b = {}})}',
      [{ a: [1, true, null, 't'], b: {} }],
    ],
    ['a reference in it', '${jsonencode({"a" = aws_x.y.arn})}', [{ a: '${aws_x.y.arn}' }]],
    ['a template in it', '${jsonencode({"a" = "${aws_x.y.arn}/*"})}', [{ a: '${aws_x.y.arn}/*' }]],
    ['a call in it', '${jsonencode([element(local.list, 0), "z"])}', [['${element(local.list, 0)}', 'z']]],
    ['two branches', '${var.x ? jsonencode({"a" = 1}) : jsonencode({"a" = 2})}', [{ a: 1 }, { a: 2 }]],
  ])('reads %s', (_name, text, expected) => {
    expect(jsonAlternatives(text)).toEqual(expected)
  })

  it.each([
    ['a document from elsewhere', '${data.aws_iam_policy_document.d.json}'],
    ['an object that does not end', '${jsonencode({"a" = 1)}'],
    ['no JSON', '{"a":'],
    ['no text', 5],
  ])('fails for %s', (_name, value) => {
    expect(jsonAlternatives(value)).toBeUndefined()
  })
})

describe('references', () => {
  it('are resources of the stack, in expressions alone, at any depth', () => {
    const value = {
      list: ['${aws_s3_bucket.b.arn}/*', { deep: '${join(",", [aws_vpc.main.id, aws_vpc.main.arn])}' }],
      others:
        '${data.aws_region.here.name} ${var.aws_x.y} ${local.aws_x.y} aws_sqs_queue.plain.text $${aws_x.escaped.id}',
    }
    expect(referencesOfValue(value)).toEqual(['aws_s3_bucket.b', 'aws_vpc.main'])
  })

  it('are found in templates inside expressions', () => {
    expect(expressionsIn('a${f("${aws_x.y.id}")}b${c}')).toEqual(['f("${aws_x.y.id}")', 'c'])
    expect(referencesOfValue('${f("${aws_x.y.id}")}')).toEqual(['aws_x.y'])
  })
})
