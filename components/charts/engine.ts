/** ECharts with only what our kinds use. Import it dynamically (types aside): no page's first script holds it. */
import { LineChart, type LineSeriesOption } from 'echarts/charts'
import {
  DataZoomComponent,
  type DataZoomComponentOption,
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components'
import { type ComposeOption, type EChartsType, getInstanceByDom, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, TooltipComponent, DataZoomComponent, LabelLayout, CanvasRenderer])

export type Engine = EChartsType

/** What a kind may ask for; a kind that needs more adds it here and to `use`. */
export type ChartOption = ComposeOption<
  LineSeriesOption | GridComponentOption | TooltipComponentOption | DataZoomComponentOption
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
