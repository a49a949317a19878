import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { transaction } from '../adapters/postgres/db.ts'
import type { Tx } from '../adapters/postgres/sql.ts'
import { addSource } from '../pipeline/sources/add-source.ts'
import { importFeeds } from '../pipeline/sources/import-feeds.ts'
import { exportOpml } from '../pipeline/sources/opml.ts'
import { recordAction } from '../store/operations/operators.ts'
import { makeFeedsDue, setFeedsActive } from '../store/sources/sources.ts'
import { type EditResult, mergeStories, splitStory, undoEdit } from '../store/stories/edits.ts'
import { formOf, onlyForms } from './access/forms.ts'
import { tooMany } from './access/operator.ts'
import type { Web } from './context.ts'
import { refused } from './pages/errors.ts'
import { operatorPage, safeNext } from './pages/operator.ts'
import { doneAt } from './parts/notices.ts'
import { replayFrom } from './replay.ts'
import { registerStarter } from './starter.ts'

const MAX_FORM_BYTES = 64 * 1024
const MAX_OPML_BYTES = 5 * 1024 * 1024
const ADD_TIMEOUT_MS = 60_000

/** Requests that change something. All but signing in are for operators; requests from other sites were refused before. */
export function registerActions(app: Hono, web: Web): void {
  const { only, madeBy } = web.operator
  app.use('*', onlyForms)
  const small = bodyLimit({ maxSize: MAX_FORM_BYTES })
  app.post('/operator/sign-in', small, async (c) => {
    const form = await formOf(c)
    const { ok, waitS } = await web.operator.signIn(c, text(form.token))
    if (waitS) return tooMany(c, waitS)
    if (!ok) return operatorPage(c, web, true)
    const next = safeNext(text(form.next))
    return c.redirect(next === '/' ? doneAt('/operator', 'signed-in') : next, 303)
  })
  app.post('/operator/sign-out', small, (c) => {
    web.operator.signOut(c)
    return c.redirect(doneAt('/operator', 'signed-out'), 303)
  })

  app.post('/story/:id{[0-9]{1,15}}/merge', only, small, async (c) => {
    const id = Number(c.req.param('id'))
    const other = Number(text((await formOf(c)).other))
    if (!Number.isSafeInteger(other) || other < 1)
      return refused(c, web, 'Give the number of a story.', `/story/${id}`, 'stories')
    return edited(c, web, id, 'merged', (tx) => mergeStories(tx, id, other, web.operator.madeBy(c)))
  })
  app.post('/story/:id{[0-9]{1,15}}/split', only, small, async (c) => {
    const id = Number(c.req.param('id'))
    const articles = numbers((await formOf(c)).article)
    return edited(c, web, id, 'split', (tx) => splitStory(tx, id, articles, web.operator.madeBy(c)))
  })
  app.post('/story/undo', only, small, async (c) => {
    const edit = Number(text((await formOf(c)).edit))
    if (!Number.isSafeInteger(edit) || edit < 1)
      return refused(c, web, 'Give the number of an edit.', '/', 'stories')
    return edited(c, web, null, 'undone', (tx) => undoEdit(tx, edit))
  })

  registerStarter(app, web)
  app.post('/sources', only, small, async (c) => {
    const url = text((await formOf(c)).url).trim()
    const result = await addSource(web.deps, url, {}, AbortSignal.timeout(ADD_TIMEOUT_MS))
    if (!result.ok) return refused(c, web, result.message, '/sources', 'sources')
    const added = result.sources.filter((source) => source.isNew).length
    await recordAction(web.deps.pool, madeBy(c), 'feed.add', url.slice(0, 200), { new: added })
    return c.redirect(doneAt('/sources', 'added', added, result.sources.length - added), 303)
  })
  app.post('/sources/import', only, bodyLimit({ maxSize: MAX_OPML_BYTES }), async (c) => {
    const form = await formOf(c)
    const file = form.opml
    const report =
      file instanceof File ? await importFeeds(web.deps, await file.text(), form.paused === '1') : null
    if (!report || 'problem' in report)
      return refused(
        c,
        web,
        `This is not a list of feeds: ${report ? report.problem : 'no file was sent'}.`,
        '/sources',
        'sources',
      )
    if (!report.new && !report.known)
      return refused(c, web, 'No feed in it has a usable address.', '/sources', 'sources')
    await recordAction(web.deps.pool, madeBy(c), 'feed.import', null, {
      new: report.new,
      known: report.known,
    })
    return c.redirect(doneAt('/sources', 'imported', report.new, report.known), 303)
  })
  const feedAction = (
    name: 'pause' | 'resume' | 'poll',
    done: string,
    work: (id: number) => Promise<number>,
  ) =>
    app.post(`/sources/:id{[0-9]{1,15}}/${name}`, only, small, async (c) => {
      const id = Number(c.req.param('id'))
      if (!(await work(id))) return refused(c, web, `There is no feed ${id}.`, '/sources', 'sources')
      await recordAction(web.deps.pool, madeBy(c), `feed.${name}`, `feed ${id}`)
      return c.redirect(`${doneAt('/sources', done)}#feed-${id}`, 303)
    })
  feedAction('pause', 'paused', (id) => setFeedsActive(web.deps.pool, [id], false))
  feedAction('resume', 'resumed', (id) => setFeedsActive(web.deps.pool, [id], true))
  feedAction('poll', 'due', (id) => makeFeedsDue(web.deps.pool, [id]))
  app.get('/sources.opml', async (c) =>
    c.body(await exportOpml(web.deps), 200, {
      'content-type': 'text/x-opml; charset=utf-8',
      'content-disposition': 'attachment; filename="newsloom.opml"',
    }),
  )

  app.post('/replay', only, small, async (c) => {
    const form = await formOf(c)
    const reason = text(form.reason)
    const back = safeNext(text(form.back) || '/pipeline')
    const count = await replayFrom(web.deps, reason ? { reason } : { articles: numbers(form.article) })
    if (!count) return refused(c, web, 'Nothing was chosen that can be replayed.', back, 'pipeline')
    await recordAction(web.deps.pool, madeBy(c), 'article.replay', reason || null, { articles: count })
    return c.redirect(doneAt(back, 'replayed', count), 303)
  })
}

async function edited(
  c: Context,
  web: Web,
  storyId: number | null,
  done: 'merged' | 'split' | 'undone',
  work: (tx: Tx) => Promise<EditResult>,
): Promise<Response> {
  const result = await transaction(web.deps.pool, async (tx) => {
    const edit = await work(tx)
    if (edit.ok)
      await recordAction(tx, web.operator.madeBy(c), `story.${done}`, `story ${edit.storyId}`, {
        edit: edit.editId,
        other_story: edit.otherStoryId,
      })
    return edit
  })
  if (!result.ok)
    return refused(c, web, `${capital(result.message)}.`, storyId ? `/story/${storyId}` : '/', 'stories')
  return c.redirect(doneAt(`/story/${result.storyId}`, done, result.editId, result.otherStoryId), 303)
}

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function numbers(value: unknown): number[] {
  const values = Array.isArray(value) ? value : [value]
  return values
    .flatMap((one) => (typeof one === 'string' && /^\d{1,15}$/.test(one) ? [Number(one)] : []))
    .slice(0, 1_000)
}
