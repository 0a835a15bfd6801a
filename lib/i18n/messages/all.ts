/** All texts. An area is one file with both languages; English has the shape of the Chinese, so a missing text does not compile. */

import * as agents from './agents'
import * as alarmTitles from './alarm-titles'
import * as annotations from './annotations'
import * as automation from './automation'
import * as boards from './boards'
import * as calendars from './calendars'
import * as catalogue from './catalogue'
import * as channels from './channels'
import * as customers from './customers'
import * as explore from './explore'
import * as incidents from './incidents'
import * as limits from './limits'
import * as metricTargets from './metric-targets'
import * as notify from './notify'
import * as organisation from './organisation'
import * as people from './people'
import * as phone from './phone'
import * as radar from './radar'
import * as rules from './rules'
import * as savedViews from './saved-views'
import * as screens from './screens'
import * as settings from './settings'
import * as setup from './setup'
import * as shell from './shell'
import * as tables from './tables'
import * as targets from './targets'
import * as tasks from './tasks'
import * as tickets from './tickets'
import * as views from './views'
import * as wall from './wall'

export const zh = {
  ...shell.zh,
  ...automation.zh,
  ...views.zh,
  ...boards.zh,
  ...channels.zh,
  ...customers.zh,
  ...agents.zh,
  ...incidents.zh,
  ...notify.zh,
  ...organisation.zh,
  ...calendars.zh,
  ...limits.zh,
  ...metricTargets.zh,
  ...people.zh,
  ...phone.zh,
  ...explore.zh,
  ...tables.zh,
  ...radar.zh,
  ...rules.zh,
  ...screens.zh,
  ...settings.zh,
  ...setup.zh,
  ...alarmTitles.zh,
  ...annotations.zh,
  ...savedViews.zh,
  ...targets.zh,
  ...tasks.zh,
  ...tickets.zh,
  ...catalogue.zh,
  ...wall.zh,
}

export type Messages = typeof zh

export const en: Messages = {
  ...shell.en,
  ...automation.en,
  ...views.en,
  ...boards.en,
  ...channels.en,
  ...customers.en,
  ...agents.en,
  ...incidents.en,
  ...notify.en,
  ...organisation.en,
  ...calendars.en,
  ...limits.en,
  ...metricTargets.en,
  ...people.en,
  ...phone.en,
  ...explore.en,
  ...tables.en,
  ...radar.en,
  ...rules.en,
  ...screens.en,
  ...settings.en,
  ...setup.en,
  ...alarmTitles.en,
  ...annotations.en,
  ...savedViews.en,
  ...targets.en,
  ...tasks.en,
  ...tickets.en,
  ...catalogue.en,
  ...wall.en,
}
