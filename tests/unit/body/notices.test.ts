import { expect, test } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import { noticeIn } from '../../../src/core/body/rules/notices.ts'

const FAR = 20

test.each([
  ['We may earn a small commission when you buy through links on this page.', 0.9, FAR, 0],
  ['Our tests are editorially independent; our shop partners pay us.', 0.6, 1, FAR],
  ['Dieser Beitrag enthält Affiliate-Links: Beim Kauf erhalten wir eine kleine Provision.', 0.7, 2, FAR],
  ['This story originally appeared in The Tidewater Review.', 0.97, FAR, 1],
  ['Reprinted by permission of Gannet House.', 0.9, FAR, 0],
  ['An earlier version of this article misstated the height of the pier.', 0.97, FAR, 2],
  ['This episode was produced by Ada Quill and edited by Sam Oyelaran.', 0.9, FAR, 1],
  ["Editor's note: The figures were corrected after publication.", 0.98, FAR, 0],
  ['Anmerkung der Redaktion: Die Zahlen wurden berichtigt.', 0.95, 0, FAR],
  ['Contact Odile Marchetti at omarchetti@gull.example.', 0.9, FAR, 0],
  ['— Sam Oyelaran can be reached on 555-0100.', 0.9, FAR, 0],
  ['For more from the harbour, sign up for our newsletter.', 0.85, FAR, 1],
  ['Did you like this story? The Gull lives by what its readers give.', 0.7, FAR, 2],
  ['Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns.', 0.5, FAR, 0],
  ['READ MORE: Fishermen count the boats that the storm left', 0.6, FAR, FAR],
  ['Lire aussi : Le port, un an après la tempête', 0.6, FAR, FAR],
  ['Czytaj także: Port po burzy', 0.5, FAR, FAR],
  ['Ada Quill is a freelance reporter who lives by the sea.', 0.7, FAR, 3],
  ['© 2025 The Gull. All rights reserved.', 0.5, FAR, 0],
])('a notice of the house: %s', (text, p, before, after) => {
  expect(noticeIn(text, p, before, after)).toEqual(expect.any(String))
})

test.each([
  ['Ferry passengers could receive up to 300 crowns in compensation, the minister said.', 0.6, FAR, 0],
  ['The island can be reached by ferry from the fish market.', 0.6, FAR, 0],
  ['In an interview first published in the Harbor Echo, the mayor said he had known.', 0.9, 1, FAR],
  ['The report was first published by the engineers’ union in January.', 0.7, FAR, 0],
  ['It has been a hard winter on the quay.', 0.5, FAR, 0],
  ['Witnesses are asked to write to tips@police.example, quoting case 12/77.', 0.6, FAR, 0],
  ['Anyone who saw the boat is asked to call 0555 010 020 or to write to tips@police.example.', 0.6, FAR, 0],
  ['Residents can send their comments to harbor@council.example until March.', 0.6, FAR, 0],
  ['Thieves took the names of all who had signed up for the town’s newsletter.', 0.7, FAR, 1],
  ['Our prices were compared by affiliate links of three shops, the court found.', 0.5, FAR, FAR],
  ['The salesman may earn a commission on each boat, the court heard.', 0.95, FAR, FAR],
  ['The novel first appeared in 1921 and was soon forgotten.', 0.95, FAR, 1],
  ['This essay was originally published on the 3rd of May 2017 and has been revised since.', 0.96, 0, FAR],
  ['The harbour master can be reached by boat alone when the road is flooded, he said.', 0.96, FAR, FAR],
  ['“Do you like the sea?” the old man asked. “Then stay.”', 0.95, FAR, FAR],
  ['He read more than anyone: forty books a year.', 0.6, FAR, FAR],
  ['Residents were told to sign up for the vote by Friday.', 0.95, FAR, 0],
  ['“My father is a reporter,” she said, “and he wrote it all down.”', 0.97, FAR, FAR],
])('the article: %s', (text, p, before, after) => {
  expect(noticeIn(text, p, before, after)).toBeNull()
})

test('notices go from the end of a text, and a text about them keeps its own words', () => {
  const paragraphs = [
    'The harbour board voted on Tuesday to rebuild the eastern pier, which a winter storm had torn away in January.',
    'Work is to begin in the spring, said its chair, Odile Marchetti, and will take eighteen months if the weather holds.',
    'The cost, put at 4.2 million, is shared by the town, the region and a fund for works against the sea.',
    'The board heard them out for two hours, then voted seven to two for the longer plan that its engineers had drawn.',
  ]
  const read = (lines: readonly string[]) =>
    extractHtml(
      `<!doctype html><html lang="en"><title>Pier to be rebuilt</title><body><main><article><h1>Pier to be rebuilt</h1>${lines.map((line) => `<p>${line}</p>`).join('\n')}</article></main></body></html>`,
    ).record.body
  const note =
    'This story originally appeared in The Tidewater Review and is republished here with its leave.'
  expect(read([...paragraphs, note])).toBe(paragraphs.join('\n\n'))
})

test('a quotation among the paragraphs is of the text', () => {
  const said = 'Nobody who has seen that wave will ask for a shorter wall again, not in this town.'
  const paragraphs = [
    'The harbour board voted on Tuesday to rebuild the eastern pier, which a winter storm had torn away in January.',
    'Work is to begin in the spring, said its chair, Odile Marchetti, and will take eighteen months if the weather holds.',
  ].map((text) => `<p>${text}</p>`)
  const { body } = extractHtml(
    `<!doctype html><html lang="en"><title>Pier to be rebuilt</title><body><main><article><h1>Pier to be rebuilt</h1>${paragraphs.join(`<blockquote><p>${said}</p></blockquote>`)}${paragraphs.join('\n')}</article></main></body></html>`,
  ).record
  expect(body).toContain(said)
})
