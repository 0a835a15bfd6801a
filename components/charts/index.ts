/** The registry of charts: one line each. A kind that is missing here is reported by knip. */
export { Bullet } from './kinds/bullet'
export { HeatLegend, HeatMap } from './kinds/heat-map'
export { Histogram, type HistogramBin } from './kinds/histogram'
export { IntervalDot } from './kinds/interval-dot'
export { type LineSeries, Lines } from './kinds/lines'
export { Sparkline } from './kinds/sparkline'
export { TrendChart, type TrendData } from './kinds/trend'
