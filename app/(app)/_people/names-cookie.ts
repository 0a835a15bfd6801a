/** Whether this browser hides agents' names; absent = shows them. */
export const NAMES_COOKIE = 'helmline-names'
