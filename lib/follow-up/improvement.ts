/** planned: agreed on · running: since its first day · kept: it did good and stays · dropped: it did not, or was left. */
export const IMPROVEMENT_STATES = ['planned', 'running', 'kept', 'dropped'] as const
export type ImprovementState = (typeof IMPROVEMENT_STATES)[number]
