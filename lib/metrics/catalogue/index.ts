/** The registry of metrics: one line each. A file that is missing here is reported by knip. */
import type { Metric } from '../types'
import { abandonRate } from './abandon-rate'
import { agentFrtAvg } from './agent-frt-avg'
import { agentFrtP50 } from './agent-frt-p50'
import { agentsAvailable } from './agents-available'
import { agentsOnline } from './agents-online'
import { ahtAvg } from './aht-avg'
import { ahtP50 } from './aht-p50'
import { artAvg } from './art-avg'
import { artP50 } from './art-p50'
import { artP90 } from './art-p90'
import { ces } from './ces'
import { ces1 } from './ces1'
import { churnRate } from './churn-rate'
import { complaintRate } from './complaint-rate'
import { csat } from './csat'
import { csatAvg } from './csat-avg'
import { csatComplaint } from './csat-complaint'
import { csatFirstResponse } from './csat-first-response'
import { csatProcess } from './csat-process'
import { csatSolution } from './csat-solution'
import { customerValue } from './customer-value'
import { delayAlerts } from './delay-alerts'
import { fcr } from './fcr'
import { fcrSaid } from './fcr-said'
import { frtAvg } from './frt-avg'
import { frtP50 } from './frt-p50'
import { frtP90 } from './frt-p90'
import { frtWithinTarget } from './frt-within-target'
import { load } from './load'
import { messagesIn } from './messages-in'
import { messagesOut } from './messages-out'
import { nps } from './nps'
import { occupancy } from './occupancy'
import { oldestWaitNow } from './oldest-wait-now'
import { queueNow } from './queue-now'
import { reopenRate } from './reopen-rate'
import { repurchaseRate } from './repurchase-rate'
import { resolutionAvg } from './resolution-avg'
import { resolutionP50 } from './resolution-p50'
import { resolutionP90 } from './resolution-p90'
import { resolutionRate } from './resolution-rate'
import { resolvedWithinTarget } from './resolved-within-target'
import { serviceLevel } from './service-level'
import { suggestionAdoption } from './suggestion-adoption'
import { surveyResponseRate } from './survey-response-rate'
import { ticketsClosed } from './tickets-closed'
import { ticketsOpened } from './tickets-opened'
import { ticketsResolved } from './tickets-resolved'
import { transferRate } from './transfer-rate'
import { waitP90 } from './wait-p90'

/** Every metric of the metric centre, in the order the catalogue shows them. */
export const METRICS: readonly Metric[] = [
  ticketsOpened,
  ticketsResolved,
  ticketsClosed,
  messagesIn,
  messagesOut,
  frtAvg,
  frtP50,
  frtP90,
  frtWithinTarget,
  agentFrtP50,
  agentFrtAvg,
  artAvg,
  artP50,
  artP90,
  queueNow,
  oldestWaitNow,
  waitP90,
  abandonRate,
  serviceLevel,
  ahtAvg,
  ahtP50,
  resolutionAvg,
  resolutionP50,
  resolutionP90,
  resolvedWithinTarget,
  resolutionRate,
  fcr,
  fcrSaid,
  reopenRate,
  transferRate,
  csat,
  csatAvg,
  csatFirstResponse,
  csatSolution,
  csatComplaint,
  csatProcess,
  surveyResponseRate,
  nps,
  ces,
  ces1,
  complaintRate,
  suggestionAdoption,
  agentsOnline,
  agentsAvailable,
  load,
  occupancy,
  delayAlerts,
  repurchaseRate,
  churnRate,
  customerValue,
]

const byId = new Map(METRICS.map((metric) => [metric.id, metric]))

/** The metric of an id; undefined where there is none. */
export const metricById = (id: string): Metric | undefined => byId.get(id)
