# Reads TAP with the parser that prove uses. It writes a line a test: its
# description, ok or not, its directive, and the message of its diagnostics.
use strict;
use warnings;
use TAP::Parser;

binmode STDOUT, ':utf8';
local $/;
my $parser = TAP::Parser->new({ tap => scalar <STDIN> });
my ($last, @lines, $bailout);
while (my $r = $parser->next) {
    if ($r->is_test) {
        $last = { what => $r->is_actual_ok ? 'ok' : 'not ok', dir => $r->directive, why => $r->explanation, name => $r->description, message => '' };
        push @lines, $last;
    } elsif ($r->is_yaml) {
        my $d = $r->data;
        die 'no verdict in the diagnostics' unless ref $d eq 'HASH' && $d->{verdict};
        $last->{message} = $d->{message};
        die 'a line of the exchange is no line' if grep { ref } @{ $d->{exchange} || [] };
    } elsif ($r->is_bailout) {
        $bailout = $r->explanation;
    } elsif ($r->is_unknown && $r->as_string =~ /\S/) {
        die 'no TAP: ' . $r->as_string;
    }
}
die join('; ', $parser->parse_errors) if $parser->parse_errors;
print join("\t", @{$_}{qw(name what dir message)}), "\n" for @lines;
print "bailout\t$bailout\n" if defined $bailout;
