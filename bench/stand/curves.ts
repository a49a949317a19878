const WIDTH = 640
const HEIGHT = 320
const LEFT = 60
const BOTTOM = 50
const COLORS = ['#1f6feb', '#bf3989', '#1a7f37', '#9a6700']

/** Draws curves as SVG with a logarithmic x axis: one line for each entry of `series`, its points in the order of `xs`. */
export function drawCurves(
  xTitle: string,
  yTitle: string,
  xs: readonly number[],
  series: Readonly<Record<string, readonly number[]>>,
): string {
  const top = Math.max(...Object.values(series).flat(), 0.001) * 1.15
  const [low, high] = [Math.log10(xs[0] ?? 1), Math.log10(xs.at(-1) ?? 10)]
  const x = (value: number) =>
    LEFT + ((Math.log10(value) - low) / Math.max(0.001, high - low)) * (WIDTH - LEFT - 30)
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 40)
  const text = (at: readonly [number, number], words: string, more = '') =>
    `<text x="${at[0].toFixed(0)}" y="${at[1].toFixed(0)}" ${more}>${words}</text>`
  const lines = Object.entries(series).map(([name, ys], i) => {
    const color = COLORS[i % COLORS.length]
    const points = ys.map((value, j) => `${x(xs[j]!).toFixed(1)},${y(value).toFixed(1)}`)
    return [
      `<polyline fill="none" stroke="${color}" stroke-width="2" points="${points.join(' ')}"/>`,
      ...points.map(
        (point) => `<circle r="3" fill="${color}" cx="${point.split(',')[0]}" cy="${point.split(',')[1]}"/>`,
      ),
      text([LEFT + 10, 20 + i * 16], name, `fill="${color}"`),
    ].join('\n')
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = (top / 1.15) * share
    return `<line x1="${LEFT}" x2="${WIDTH - 30}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#d0d7de"/>
${text([LEFT - 8, y(value) + 4], value.toFixed(2), 'text-anchor="end"')}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#57606a">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${ticks.join('\n')}
${xs.map((value) => text([x(value), HEIGHT - BOTTOM + 18], value.toLocaleString('en'), 'text-anchor="middle"')).join('\n')}
${text([WIDTH / 2, HEIGHT - 10], xTitle, 'text-anchor="middle"')}
${text([14, HEIGHT / 2], yTitle, `transform="rotate(-90 14 ${HEIGHT / 2})" text-anchor="middle"`)}
${lines.join('\n')}
</svg>
`
}
