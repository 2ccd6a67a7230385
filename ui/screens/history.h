/* The lines of the command line `:` from one session to the next: a file of one line each in
 * $XDG_STATE_HOME/campanile (else ~/.local/state/campanile), for the person alone. A history that
 * cannot be kept is no error. */
#ifndef UI_SCREENS_HISTORY_H
#define UI_SCREENS_HISTORY_H

/* Reads it into the prompt, and keeps what is added from then on. `folder`: NULL is the one above.
 */
void history_open(const char *folder);
void history_keep(const char *line); /* nothing before history_open */
void history_close(void);

#endif
