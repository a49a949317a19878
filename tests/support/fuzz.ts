export const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)]!

/** The part of a JSON schema that a parameter of the OpenAPI document uses. */
export interface ParameterSchema {
  readonly type?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** Values that have broken programs, percent-encoded as in an address. */
const NASTY: readonly string[] = [
  ...[
    '',
    ' ',
    '0',
    '-0',
    '-1',
    '1e3',
    '1e309',
    'NaN',
    'Infinity',
    '0x10',
    '1.5',
    '9'.repeat(30),
    '2147483648',
  ],
  ...['9007199254740993', '9223372036854775808', '999999999999999', 'null', 'undefined', '[object Object]'],
  ...["'", "' or 1=1--", '"', '""', '\\', '%', '_', '*', '$1', '{{1}}', '`', ';', '--', '/*'],
  ...[
    '&',
    '|',
    '!',
    '(',
    ')',
    '<->',
    ':*',
    'a OR',
    '-',
    '- -',
    '-a',
    'or or or',
    '"a" "b',
    'a OR '.repeat(90),
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    '<script>',
    '\n',
    '\r\nx: y',
    '\t',
    '\u001b[2J',
  ],
  ...[
    '\u202e',
    '\ufeff',
    '\ud83d\ude00',
    'ß',
    'İ',
    'ﬃ',
    'e\u0301'.repeat(50),
    '漢字',
    'العربية',
    'x'.repeat(401),
    'é'.repeat(8_000),
  ],
  ...[
    '2025-13-45',
    '0000-00-00',
    '2025-02-30',
    '2025-09-17T25:00:00Z',
    '+275760-09-13T00:00:00Z',
    '+275760-09-14',
  ],
  ...[
    '-271821-04-20',
    '-000001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999+14:00',
    'now',
    'infinity',
    '-infinity',
    'epoch',
  ],
  ...[
    '0-0',
    '1-1',
    '9223372036854775807-1',
    '9223372036854775808-0',
    '9999999999999999999-999999999999999999',
    '-1-0',
  ],
  ...['de', 'DE', 'de-AT-1996', 'xx-', '-', 'x'.repeat(36), 'q,q,,q', ',', 'A'.repeat(100)],
  ...[
    '2025-09-17T00:00:00.000000Z 1',
    '999999-99-99T99:99:99.999999Z 1',
    '2025-02-30T00:00:00.000000Z 1',
  ].flatMap((text) => [text, Buffer.from(text).toString('base64url')]),
].map(encodeURIComponent)
/** Invalid percent-encodings. */
const BROKEN: readonly string[] = [
  '%',
  '%0',
  '%zz',
  '%00',
  'a%00b',
  '%ff',
  '%c0%af',
  '%ed%a0%80',
  '%f5%80%80%80',
  '%u0041',
]

/** A percent-encoded value for a parameter: half of the values conform to the schema, the others do not. */
export function valueFor(random: () => number, schema: ParameterSchema): string {
  const dice = random()
  if (dice < 0.06) return pick(random, BROKEN)
  if (dice < 0.5) return pick(random, NASTY)
  if (schema.format === 'date-time')
    return pick(random, [
      '2025-09-17',
      '2025-09-17T12%3A00%3A00Z',
      '2025-09-18T00%3A00%3A00%2B02%3A00',
      '2031',
    ])
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum = 0, maximum = 1_000 } = schema
    return String(minimum + Math.floor(random() * (Math.min(maximum, minimum + 500) - minimum + 1)))
  }
  return pick(random, [
    'en',
    'de',
    'harbour-gazette',
    'harbour',
    'sturgeon',
    'the%20bridge',
    'article.new',
    '10-0',
  ])
}

/** `name=value&…`: some of the parameters, some of them twice, and sometimes an unknown one. */
export function queryFor(
  random: () => number,
  parameters: Readonly<Record<string, ParameterSchema>>,
): string {
  const names = Object.keys(parameters)
  const parts: string[] = []
  for (const name of names)
    for (let n = random() < 0.4 ? 1 + Math.floor(random() * 1.1) : 0; n > 0; n--)
      parts.push(`${name}=${valueFor(random, parameters[name]!)}`)
  if (random() < 0.05) parts.push(`${pick(random, NASTY)}=${pick(random, NASTY)}`)
  return parts.length ? `?${parts.join('&')}` : ''
}
