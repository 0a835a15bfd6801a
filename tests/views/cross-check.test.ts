import { describe, expect, it } from 'vitest'
import { crossCheck, type ShareOf } from '@/components/complaints/cross-check'

const share = (value: number, interval: readonly [number, number] | null = null): ShareOf => ({
  value,
  n: 5000,
  interval,
})

describe('complaints against churn', () => {
  it('warns where fewer complain and more leave', () => {
    const now = share(0.006, [0.004, 0.0085])
    expect(crossCheck(now, share(0.012), share(0.14), share(0.11)).kind).toBe('warn')
    expect(crossCheck(now, share(0.012), share(0.11), share(0.14)).kind).toBe('fine')
    expect(crossCheck(now, share(0.012), share(0.1102), share(0.11)).kind).toBe('fine')
  })

  it('makes nothing of a change that chance explains, and says when complaints rise', () => {
    expect(crossCheck(share(0.008, [0.006, 0.011]), share(0.01), share(0.2), share(0.1)).kind).toBe('flat')
    expect(crossCheck(share(0.02, [0.016, 0.025]), share(0.01), share(0.2), share(0.1)).kind).toBe('up')
  })

  it('is silent without data', () => {
    expect(crossCheck(null, share(0.01), share(0.2), share(0.1)).kind).toBe('none')
    expect(crossCheck(share(0.01), share(0.01), share(0.2), null).kind).toBe('none')
  })
})
