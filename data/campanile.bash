# Completion of campanile's commands, options, and what is in the database: the program knows them.
_campanile()
{
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ "$line" = @files ]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r line; do
                COMPREPLY+=("$line")
            done < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
        else
            COMPREPLY+=("$(printf '%q' "$line")")
        fi
    done < <("${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _campanile campanile
