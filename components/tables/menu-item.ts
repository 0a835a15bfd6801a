/** Classes of an item in a table's menus; a finger's height on phones. */
export const MENU_ITEM =
  'flex h-[30px] w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink select-none hover:bg-accent focus-visible:bg-accent focus-visible:outline-none disabled:text-ink-3 max-md:h-11 max-md:text-phone'
