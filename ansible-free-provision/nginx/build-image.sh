# Makes the image $1 of this machine's nginx, from nothing: the program, the libraries that it is linked with, and the
# files that it reads. A running one is started anew from it.
set -eu
layer=$(mktemp)
trap 'rm -f "$layer"' EXIT
program=/usr/sbin/nginx
{
  ldd "$program" | grep -o '/[^ ]*'
  printf '%s\n' "$program" /etc/passwd /etc/group /etc/nsswitch.conf /etc/nginx/mime.types
} | sed 's|^/||' | tar --create --file "$layer" --directory / --dereference --files-from -
docker import \
  --change "LABEL version=$(dpkg-query --show --showformat='${Version}' nginx)" \
  --change "ENTRYPOINT [\"$program\"]" \
  "$layer" "$1"
systemctl try-restart nginx.service
