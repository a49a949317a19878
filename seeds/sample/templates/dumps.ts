import { plain } from '../content.ts'
import { creditLine, type PageView, type Template } from '../html.ts'
import { monthName, weekdayName } from '../local-time.ts'

/** What is left of a web page when somebody selects all and copies it: an Asian daily with its whole frame. */
export const straitCourierGlobal: Template = {
  shows: { precision: 'day', offset: false, dek: false, section: false, tags: false, modified: true },
  render: (view) => {
    const { page, published } = view
    const [lead = '', ...rest] = paragraphs(view)
    const caption = page.captions?.[0]
    const captionLine = caption ? `${caption.text} ${creditLine(caption, '/').toUpperCase()}` : ''
    return [
      'World EditionSINGAPORE Bahasa Melayuதமிழ்Tiếng Việt',
      `Strait Courier Global / ${published.year}-${published.month} / ${published.day} / Page009`,
      '',
      page.title,
      '',
      `Strait Courier Global | Updated: ${published.date} 00:00`,
      '',
      [`${page.dateline?.raw ?? ''}${lead}`, ...rest].join('\n\n'),
      '',
      'MPA - Agencies',
      '',
      '\u00a0 ',
      '',
      '\u00a0 ',
      '',
      captionLine,
      '',
      '\u00a0 ',
      '',
      '\u00a0 ',
      '',
      'Most Read',
      '',
      'Top',
      'RETURN TO TOP',
      'English',
      'Copyright 2003 - . No part reserved for others. All material (text, pictures, charts and sound among it) shown on these pages is the property of Strait Courier Holdings Co (SCHC). It may not be printed again, stored or passed on in whatever shape unless SCHC has agreed in writing. Note: This site looks best in a window 1280 pixels wide or wider.',
      'Permit to publish online media 0077415',
      '',
      'Company Number: 210066',
      'CONNECT WITH US',
    ].join('\n')
  },
}

/** A dump that never names its outlet: only the staff lines on top do, through the registry. */
export const savannaPost: Template = {
  shows: { precision: 'minute', offset: false, dek: false, section: false, tags: false, modified: false },
  render: (view) => {
    const { page, published } = view
    const hour = Number(published.hour)
    const clock = `${String(hour % 12 || 12).padStart(2, '0')}:${published.minute} ${hour < 12 ? 'AM' : 'PM'}`
    const [first, second, third] = (page.captions ?? []).map((caption) => caption.text)
    const lines: string[] = [
      'Publisher Wanjiru Ochola-Reyes',
      'Managing Editor Tendai Kiprotich',
      '',
      page.title,
      '',
      '',
      `${weekdayName(published)} ${Number(published.day)} ${monthName(published, 'en').slice(0, 3)} ${published.year} | ${clock}`,
      ...(page.authors ?? []),
      '',
    ]
    // Captions stand between the paragraphs, the first of them twice, with nothing to tell them apart.
    const captions: Readonly<Record<number, string | undefined>> = { 0: first, 3: first, 5: second, 8: third }
    for (const [index, text] of paragraphs(view).entries()) {
      lines.push(text, '')
      const caption = captions[index]
      if (caption) lines.push(caption, '')
    }
    return lines.join('\n').trimEnd()
  },
}

function paragraphs({ blocks }: PageView): string[] {
  return blocks.map((block) => plain(block.text))
}
