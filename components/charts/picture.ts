/**
 * A chart as a PNG: SVG is written out with its colours and type in place, a canvas is taken as it is, boxes and texts
 * of the page are drawn where they stand; title, period,
 * filters and source are drawn around it. Twice as dense as the screen. Loaded when somebody asks for a picture.
 */

const DENSITY = 2
const MARGIN = 20
const TITLE = 17
const CAPTION = 12
const LINE = 20

/** What is drawn around a chart. */
export interface PictureFrame {
  readonly title: string
  readonly lines: readonly string[]
  readonly source: string
}

/** Properties of SVG that come from the page's style sheet and variables. */
const INLINED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'font-feature-settings',
  'text-anchor',
  'paint-order',
  'letter-spacing',
] as const

/** A copy of a drawing that looks the same on its own. */
export function standAlone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const from = [svg, ...svg.querySelectorAll('*')]
  const to = [copy, ...copy.querySelectorAll('*')]
  from.forEach((element, i) => {
    const style = getComputedStyle(element)
    const target = to[i]
    if (!target) return
    target.removeAttribute('class')
    target.setAttribute('style', INLINED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'))
  })
  const { width, height } = sizeOf(svg)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`)
  return new XMLSerializer().serializeToString(copy)
}

function sizeOf(element: Element): { readonly width: number; readonly height: number } {
  const { width, height } = element.getBoundingClientRect()
  const zoom =
    'currentCSSZoom' in element && typeof element.currentCSSZoom === 'number' ? element.currentCSSZoom : 1
  return { width: Math.ceil(width / zoom), height: Math.ceil(height / zoom) }
}

async function imageOf(source: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = source
  await image.decode()
  return image
}

/** SVG in an image sees no fonts of the page: its texts are drawn by the canvas, which does. */
function drawTexts(ink: CanvasRenderingContext2D, svg: SVGSVGElement, left: number, top: number): void {
  const origin = svg.getBoundingClientRect()
  const { width } = sizeOf(svg)
  const zoom = origin.width / (width || 1) || 1
  for (const text of svg.querySelectorAll('text')) {
    for (const node of textParts(text)) {
      const style = getComputedStyle(node.element)
      const matrix = text.getScreenCTM()
      if (!matrix || node.content === '') continue
      // The canvas has no tabular digits: what ends at a line there must end at it here.
      const ends = style.textAnchor === 'end'
      const start = ends
        ? node.element.getEndPositionOfChar(
            Math.min(node.from + node.content.length, node.element.getNumberOfChars()) - 1,
          )
        : node.element.getStartPositionOfChar(node.from)
      const x = (matrix.a * start.x + matrix.c * start.y + matrix.e - origin.left) / zoom + left
      const y = (matrix.b * start.x + matrix.d * start.y + matrix.f - origin.top) / zoom + top
      ink.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      ink.textAlign = ends ? 'right' : 'left'
      ink.textBaseline = 'alphabetic'
      if (style.stroke !== 'none' && style.paintOrder.startsWith('stroke')) {
        ink.strokeStyle = style.stroke
        ink.lineWidth = Number.parseFloat(style.strokeWidth) || 0
        ink.lineJoin = 'round'
        ink.strokeText(node.content, x, y)
      }
      ink.fillStyle = style.fill
      ink.fillText(node.content, x, y)
    }
  }
}

interface TextPart {
  readonly element: SVGTextContentElement
  readonly content: string
  /** place of its first sign within the element */
  readonly from: number
}

function textParts(text: SVGTextContentElement): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const child of text.childNodes) {
    if (child instanceof SVGTSpanElement) {
      parts.push({ element: child, content: child.textContent ?? '', from: 0 })
      from += child.getNumberOfChars()
    } else if (child.nodeType === Node.TEXT_NODE) {
      const content = child.textContent ?? ''
      parts.push({ element: text, content, from })
      from += content.length
    }
  }
  return parts.filter((part) => part.content.trim() !== '' && part.from < part.element.getNumberOfChars())
}

/** A chart of ECharts drawn anew at our density; any other canvas as it is. */
async function dense(canvas: HTMLCanvasElement): Promise<CanvasImageSource> {
  const host = canvas.closest<HTMLElement>('[_echarts_instance_]')
  if (!host) return canvas
  const { engineImage } = await import('./engine')
  const image = engineImage(host, DENSITY)
  return image === null ? canvas : await imageOf(image)
}

/** Whether an element is there to be seen. */
function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0 && element.closest('.sr-only, summary, button') === null
}

/** A text of the page as its lines stand there, each with the place of its first sign. */
function textLines(node: Text): { readonly text: string; readonly place: DOMRect }[] {
  const range = document.createRange()
  const lines: { text: string; place: DOMRect }[] = []
  for (let i = 0; i < node.data.length; i++) {
    range.setStart(node, i)
    range.setEnd(node, i + 1)
    const place = range.getClientRects()[0]
    const last = lines.at(-1)
    if (!place) continue
    if (last && Math.abs(last.place.top - place.top) < 1) {
      last.text += node.data[i]
      last.place = new DOMRect(
        last.place.x,
        last.place.y,
        place.right - last.place.x,
        Math.max(last.place.height, place.height),
      )
    } else lines.push({ text: node.data[i] ?? '', place })
  }
  return lines.filter((line) => line.text.trim() !== '')
}

/** A chart made of the page's own boxes and texts: their grounds and words, as they stand there. */
function drawBoxes(
  ink: CanvasRenderingContext2D,
  box: Element,
  at: (place: DOMRect) => { readonly left: number; readonly top: number },
  zoom: number,
): void {
  for (const element of [box, ...box.querySelectorAll('*')]) {
    if (!isSeen(element) || element.closest('svg') !== null) continue
    const style = getComputedStyle(element)
    const bounds = element.getBoundingClientRect()
    const { left, top } = at(bounds)
    ink.save()
    ink.beginPath()
    ink.roundRect(
      left,
      top,
      bounds.width / zoom,
      bounds.height / zoom,
      Math.min(Number.parseFloat(style.borderRadius) || 0, bounds.width / zoom / 2),
    )
    ink.fillStyle = style.backgroundColor
    ink.fill()
    // What is cut with an ellipsis is cut here as well.
    if (style.overflow !== 'visible') ink.clip()
    ink.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    ink.fillStyle = style.color
    ink.textAlign = 'right'
    ink.textBaseline = 'middle'
    for (const node of element.childNodes) {
      if (!(node instanceof Text)) continue
      for (const { text, place } of textLines(node)) {
        const spot = at(place)
        // The canvas has no tabular digits: what ends at a line there must end at it here.
        ink.fillText(text.trimEnd(), spot.left + place.width / zoom, spot.top + place.height / zoom / 2)
      }
    }
    ink.restore()
  }
}

/** Draws every picture of a box (SVG, canvas, and what is marked `data-drawing`) where it stands, with its frame around it. Throws where a canvas fails. */
export async function pictureOf(box: HTMLElement, frame: PictureFrame): Promise<Blob> {
  await document.fonts.ready
  const style = getComputedStyle(box)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const drawings = [...box.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg, canvas')].filter(
    (it) => sizeOf(it).width > 30 && sizeOf(it).height > 40 && !it.closest('button'),
  )
  const boxes = [...box.querySelectorAll('[data-drawing]')]
  const all = [...boxes, ...drawings]
  if (all.length === 0) throw new Error('there is no picture here')
  const bounds = all.map((it) => it.getBoundingClientRect())
  const originLeft = Math.min(...bounds.map((it) => it.left))
  const originTop = Math.min(...bounds.map((it) => it.top))
  const first = all[0]
  const zoom = first ? (bounds[0]?.width ?? 1) / (sizeOf(first).width || 1) || 1 : 1
  const inner = {
    width: Math.ceil((Math.max(...bounds.map((it) => it.right)) - originLeft) / zoom),
    height: Math.ceil((Math.max(...bounds.map((it) => it.bottom)) - originTop) / zoom),
  }
  const width = Math.max(inner.width, 360) + MARGIN * 2
  const head = MARGIN + 24 + frame.lines.length * LINE + 8
  const height = head + inner.height + 8 + LINE + MARGIN
  const canvas = document.createElement('canvas')
  canvas.width = width * DENSITY
  canvas.height = height * DENSITY
  const ink = canvas.getContext('2d')
  if (!ink) throw new Error('no canvas')
  ink.scale(DENSITY, DENSITY)
  ink.fillStyle = token('--surface')
  ink.fillRect(0, 0, width, height)
  const write = (text: string, y: number, size: number, weight: number, color: string) => {
    ink.font = `${weight} ${size}px ${style.fontFamily}`
    ink.fillStyle = color
    ink.textAlign = 'left'
    ink.textBaseline = 'alphabetic'
    ink.fillText(text, MARGIN, y, width - MARGIN * 2)
  }
  write(frame.title, MARGIN + TITLE, TITLE, 620, token('--ink'))
  frame.lines.forEach((line, i) => {
    write(line, MARGIN + 24 + (i + 1) * LINE - 4, CAPTION, 420, token('--ink-2'))
  })
  const at = (place: DOMRect) => ({
    left: MARGIN + (place.left - originLeft) / zoom,
    top: head + (place.top - originTop) / zoom,
  })
  for (const it of boxes) drawBoxes(ink, it, at, zoom)
  for (const drawing of drawings) {
    const { left, top } = at(drawing.getBoundingClientRect())
    const size = sizeOf(drawing)
    if (drawing instanceof HTMLCanvasElement)
      ink.drawImage(await dense(drawing), left, top, size.width, size.height)
    else {
      const texts = drawing.querySelectorAll('text').length > 0
      const markup = texts ? standAlone(drawing).replace(/<text[\s\S]*?<\/text>/g, '') : standAlone(drawing)
      const image = await imageOf(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`)
      ink.drawImage(image, left, top, size.width, size.height)
      drawTexts(ink, drawing, left, top)
    }
  }
  write(frame.source, height - MARGIN + 2, CAPTION, 420, token('--ink-3'))
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  )
}
