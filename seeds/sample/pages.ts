import type { SamplePage } from './content.ts'
import { asteroid } from './events/asteroid.ts'
import { battery } from './events/battery.ts'
import { bus } from './events/bus.ts'
import { business } from './events/business.ts'
import { cycling } from './events/cycling.ts'
import { danube } from './events/danube.ts'
import { ferry } from './events/ferry.ts'
import { local } from './events/local.ts'
import { painting } from './events/painting.ts'
import { ports } from './events/ports.ts'
import { quake } from './events/quake.ts'
import { storm } from './events/storm.ts'

/** Every page of the sample, event by event. */
export const samplePages: readonly SamplePage[] = [
  ...ferry,
  ...battery,
  ...danube,
  ...quake,
  ...asteroid,
  ...painting,
  ...ports,
  ...cycling,
  ...business,
  ...bus,
  ...storm,
  ...local,
]
