/** loud is a title dark enough to be read on its ground: orange where something is to be looked at, green otherwise. */
export const loud = (warns: boolean) => ({ title: { color: `var(--mantine-color-${warns ? "orange" : "green"}-9)` } });
