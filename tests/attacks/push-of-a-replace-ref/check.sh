pushed refs/replace/*
