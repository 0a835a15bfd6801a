/** ECharts with only what our kinds use. Import it dynamically (types aside): no page's first script holds it. */
import { BarChart, type BarSeriesOption, HeatmapChart, type HeatmapSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  type GridComponentOption,
  MarkLineComponent,
  type MarkLineComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
  type VisualMapComponentOption,
  VisualMapPiecewiseComponent,
} from 'echarts/components'
import { type ComposeOption, type EChartsType, getInstanceByDom, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
  BarChart,
  HeatmapChart,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
  CanvasRenderer,
])

export type Engine = EChartsType

/** What a kind may ask for; a kind that needs more adds it here and to `use`. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | HeatmapSeriesOption
  | GridComponentOption
  | MarkLineComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>

/** A chart on an element, as sharp as the screen and the page's own zoom want it. The caller disposes of it. */
export function createEngine(element: HTMLElement): Engine {
  const zoom = element.currentCSSZoom ?? 1
  return init(element, null, { renderer: 'canvas', devicePixelRatio: window.devicePixelRatio * zoom })
}

/** The chart on an element as the address of a PNG, `ratio` times as dense as the screen's pixels; null = none there. */
export function engineImage(element: HTMLElement, ratio: number): string | null {
  return getInstanceByDom(element)?.getDataURL({ type: 'png', pixelRatio: ratio }) ?? null
}
