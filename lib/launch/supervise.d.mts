export function backOff(): { started(): void; next(): number; readonly failures: number }
export function howEnded(code: number | null, name: string | null): string
