/** The field that one wants first: the first that is concealed, else the first. */
export function mainField(
  fields: readonly { readonly name: string; readonly concealed: boolean }[],
): string | null {
  return (fields.find(({ concealed }) => concealed) ?? fields[0])?.name ?? null;
}
