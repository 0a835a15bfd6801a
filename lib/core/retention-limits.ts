/** Days each class of data may be kept, least and most. Without zod, for pages. */
export const RETENTION_LIMITS = {
  textDays: [7, 3_650],
  payloadDays: [1, 365],
  deliveryDays: [7, 3_650],
  evaluationDays: [7, 3_650],
} as const
