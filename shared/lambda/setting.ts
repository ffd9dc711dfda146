/** @throws Error that names the variable which the function's environment lacks */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`the environment lacks ${name}`);
  return value;
}
