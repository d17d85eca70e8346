/** The group of the user pool whose members administer services: the stack makes it, the http function asks for it. */
export const ADMINISTRATORS = 'administrators';
