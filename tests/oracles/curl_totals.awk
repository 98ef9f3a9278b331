# Totals of published timelines (cve,reported,announced,area,severity), from the raw data alone: awk -F, -f curl_totals.awk
function number(day, part, y, m) { # days since some day long ago, of YYYY-MM-DD
  split(day, part, "-"); y = part[1] - (part[2] < 3); m = (part[2] + 9) % 12
  return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + part[3]
}
NR > 1 && $2 && $3 { days[++n] = number($3) - number($2); if (days[n] <= 42) in_time++ }
END {
  for (i = 1; i <= n; i++) for (j = i; j > 1 && days[j] < days[j - 1]; j--) { t = days[j]; days[j] = days[j - 1]; days[j - 1] = t }
  printf "due=%d in-time=%d late=%d median=%d ninetieth=%d\n", n, in_time, n - in_time, days[int((n + 1) / 2)], days[int((9 * n + 9) / 10)]
}
