import { quote } from '../../ssh/quote.ts';

/**
 * What a shell has to know to complete `bancada`, by the shell's name. Each asks the program, given by
 * how it is run, which words may follow; what was typed is passed on as it is and never evaluated.
 */
export const scripts: Readonly<Record<string, (program: readonly string[]) => string>> = {
  // bash breaks words at `:` and `=`, too, and replaces only what stands behind the last of them.
  bash: (program) => `_bancada() {
  local line value words begun kept
  line=\${COMP_LINE:0:COMP_POINT}
  read -ra words <<<"$line"
  [[ $line != *[[:space:]] ]] || words+=('')
  begun=\${words[\${#words[@]} - 1]}
  kept=\${begun%"\${begun##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    COMPREPLY+=("\${value#"$kept"}")
  done < <(${quote(program)} complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _bancada bancada
`,
  // A file of `fpath` is run as the function itself the first time, and by then only defines it.
  zsh: (program) => `#compdef bancada
_bancada() {
  local line value about
  local -a described
  for line in "\${(@f)$(${quote(program)} complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    value=\${line%%$'\\t'*} about=\${line#*$'\\t'}
    described+=("\${value//:/\\\\:}\${about:+:$about}")
  done
  if (( \${#described} )); then _describe bancada described; else _files; fi
}
if [[ $funcstack[1] == _bancada ]]; then _bancada; else compdef _bancada bancada; fi
`,
  fish: (program) => `function __bancada
  set -l words (commandline -opc) (commandline -ct)
  set -l found (${quote(program)} complete -- $words[2..] 2>/dev/null)
  if set -q found[1]
    string join \\n -- $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c bancada -f -a '(__bancada)'
`,
};
