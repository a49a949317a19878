import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Html } from './markup.ts'
import { query } from './markup.ts'
import { count } from './words.ts'

/** The notice about an action, on the page that it redirects to. The address holds only its name and numbers. */
const notices: Readonly<Record<string, (n: number, m: number) => Html>> = {
  merged: (edit) => html`Merged. ${undoForm(edit)}`,
  split: (edit, story) =>
    html`Split off into <a href="/story/${story}">story ${story}</a>. ${undoForm(edit)}`,
  undone: () => html`Undone: every article is back where it stood.`,
  added: (added, known) => html`${count(added, 'feed')} added${known ? html`, ${known} known already` : ''}.`,
  imported: (added, known) =>
    html`${count(added, 'feed')} imported${known ? html`, ${known} known already` : ''}.`,
  started: (feeds, outlets) =>
    html`${count(feeds, 'feed')} of ${count(outlets, 'outlet')} are polled from now on.`,
  paused: () => html`Paused: this feed is not polled until you resume it.`,
  resumed: () => html`Resumed: this feed is due now.`,
  due: () => html`This feed is due now.`,
  replayed: (n) => html`${count(n, 'article')} sent through the pipeline again.`,
  'signed-in': () => html`You are signed in as operator, for twelve hours.`,
  'signed-out': () => html`You are signed out.`,
}

export function noticeOf(c: Context): Html | null {
  const name = c.req.query('done') ?? ''
  const notice = Object.hasOwn(notices, name) ? notices[name] : undefined
  return notice ? notice(whole(c.req.query('n')), whole(c.req.query('m'))) : null
}

/** Redirects to `path` with a notice of what was done. */
export function doneAt(path: string, name: keyof typeof notices & string, n?: number, m?: number): string {
  return `${path}${query({ done: name, n, m })}`
}

function undoForm(edit: number): Html {
  return html`<form class="inline" method="post" action="/story/undo"><input type="hidden" name="edit" value="${edit}"><button type="submit">Undo</button></form>`
}

const whole = (text: string | undefined): number => (text && /^\d{1,15}$/.test(text) ? Number(text) : 0)
