/** The helm mark: a wheel of eight spokes, drawn in the ink of its surroundings. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" aria-hidden>
      <circle cx="12" cy="12" r="6.4" strokeWidth="1.8" />
      <circle cx="12" cy="12" r="1.9" fill="currentColor" stroke="none" />
      <path
        d="M12 1.6v8M12 14.4v8M1.6 12h8M14.4 12h8M4.6 4.6l5.7 5.7M13.7 13.7l5.7 5.7M19.4 4.6l-5.7 5.7M10.3 13.7l-5.7 5.7"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** Says on every screen that what it shows was made by the demo. */
export function DemoBadge({ label, hint }: { readonly label: string; readonly hint: string }) {
  return (
    <span
      title={hint}
      data-demo
      className="inline-block shrink-0 rounded-badge border border-line-2 px-1.5 text-[12px] leading-[18px] font-[540] text-ink-2 md:max-xl:border-0 md:max-xl:px-0 md:max-xl:leading-[15px]"
    >
      {label}
    </span>
  )
}
