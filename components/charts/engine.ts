/** ECharts with only what our kinds use, so that the browser loads no more. */
import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

export type Engine = EChartsType

/** A chart on an element. The caller disposes of it. */
export function createEngine(element: HTMLElement): Engine {
  return init(element, null, { renderer: 'canvas' })
}
