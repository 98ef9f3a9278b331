bad=$(cat "$FILES/bad")
iwcp verify $bad --format concise || echo "exit: $?"
iwcp verify ${bad:0:9} --format concise
