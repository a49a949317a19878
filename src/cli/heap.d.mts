export function heapFlags(command: string | undefined, names?: readonly string[]): readonly string[]
export function heapEnvironment(command: string | undefined): Readonly<Record<string, string>>
