// Loaded with `node --import` by the workers of one attack: the clock is wrong by NEWSLOOM_TEST_CLOCK_MS, and jumps further in the
// same direction every few seconds, like a clock that is set while the machine runs.
const offsetMs = Number(process.env.NEWSLOOM_TEST_CLOCK_MS ?? 0)
const JUMP_EVERY_MS = 4_000
const wrongBy = () => offsetMs * (1 + Math.floor(performance.now() / JUMP_EVERY_MS))

const Right = Date
const rightNow = Right.now
class WrongDate extends Right {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length) super(args[0])
    else super(rightNow() + wrongBy())
  }
  static override now(): number {
    return rightNow() + wrongBy()
  }
}
// With several arguments a date is a calendar date, which does not depend on the clock.
globalThis.Date = new Proxy(WrongDate, {
  construct: (target, args: unknown[]) =>
    args.length > 1 ? Reflect.construct(Right, args) : Reflect.construct(target, args),
}) as DateConstructor
