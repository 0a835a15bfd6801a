/**
 * Remembers answers that are dear to work out, for a while: at most `most` of them, each for `ms` milliseconds of the
 * askers' clock. Those who ask while one is worked out wait for it together; a failure is not remembered.
 */
export function keepAnswers<T>(ms: number, most = 50) {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<T> }>()
  return (key: string, now: number, work: () => Promise<T>): Promise<T> => {
    const known = answers.get(key)
    if (known !== undefined && known.until > now && known.until <= now + ms) return known.answer
    if (answers.size >= most) answers.clear()
    const answer = work()
    answers.set(key, { until: now + ms, answer })
    answer.catch(() => {
      if (answers.get(key)?.answer === answer) answers.delete(key)
    })
    return answer
  }
}
