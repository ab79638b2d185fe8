/** Text within markdown as it stands: `__init__` is a name there, not bold. */
export const plain = (text: string): string => text.replace(/[\\`*_<>[\]~|]/g, "\\$&");
