git config --unset iwcp.root
