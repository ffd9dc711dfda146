/** Wave 1 of the Ségur numérique, medical biology, laboratory management systems: appel à financement AF-BIO-SGL-Va1. */
export const programme = { id: "BIO-SGL-Va1", document: "AF-BIO-SGL-Va1" } as const;
