import { robotsVerdict } from '../../../core/fetching/robots.ts'
import { type Inspector, textField } from './answer.ts'

/** `{robots, agent, url}` → `{allowed, crawl_delay}`. */
export const inspectRobots: Inspector = (row) => {
  const { allowed, crawlDelayS } = robotsVerdict(
    textField(row, 'robots'),
    textField(row, 'agent'),
    textField(row, 'url'),
  )
  return { allowed, crawl_delay: crawlDelayS }
}
