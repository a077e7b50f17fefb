#!/bin/sh
# Makes the signature vectors with openssl alone, so that the kit's own signatures are held to another implementation.
# The keys are for these tests only. Run: sh make-vectors.sh
set -eu
cd "$(dirname "$0")"
openssl genrsa -out rsa-private.pem 2048 2>/dev/null
openssl rsa -in rsa-private.pem -pubout -out rsa-public.pem 2>/dev/null
printf 'reference=ASH1&amount=1500000&name=Nguyễn Thị Hường' > text.txt
openssl dgst -sha256 -hmac 'secret of the partner' text.txt | sed 's/.*= //' > hmac-sha256.txt
openssl dgst -sha512 -hmac 'secret of the partner' text.txt | sed 's/.*= //' > hmac-sha512.txt
openssl dgst -sha256 -sign rsa-private.pem text.txt | openssl base64 -A > rsa-sha256.txt
openssl dgst -sha1 -sign rsa-private.pem text.txt | openssl base64 -A > rsa-sha1.txt
openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sign rsa-private.pem text.txt | openssl base64 -A > rsa-pss-sha256.txt
url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
header=$(printf '{"alg":"RS256","kid":"partner-1"}' | url)
printf '%s.%s' "$header" "$(url < text.txt)" > jws-input.tmp
printf '%s..%s' "$header" "$(openssl dgst -sha256 -sign rsa-private.pem jws-input.tmp | url)" > detached-jws.txt
rm jws-input.tmp
