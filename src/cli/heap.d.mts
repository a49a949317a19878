export function heapFlags(command: string | undefined): readonly string[]
export function heapEnvironment(command: string | undefined): Readonly<Record<string, string>>
