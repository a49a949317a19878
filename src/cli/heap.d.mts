export function heapFlags(command: string | undefined): readonly string[]
