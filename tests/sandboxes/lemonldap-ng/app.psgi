# LemonLDAP::NG's portal with fixed test clients, on 127.0.0.1 only.
# Run by plackup; port and the file with the clients come by the environment. What it stores lies in the folder
# where it is started, and begins anew with each start.
#
# Users are those of the module Demo, clients have their own consent page. Settings are the defaults, but the
# OpenID Connect service is on, with a key made at the start, and clients get refresh tokens. The public client
# is one for which the option `Public client` is on; PKCE is left to the client.
use strict;
use warnings;
use Crypt::OpenSSL::RSA;
use Cwd;
use File::Path qw(make_path remove_tree);
use JSON;
use Lemonldap::NG::Portal::Main;

my ( $host, $port, $store ) = ( '127.0.0.1', $ENV{LITMUS_PORT}, cwd() . '/store' );
my $base = "http://$host:$port/";

sub cache {
    return {
        namespace          => $_[0],
        cache_root         => "$store/cache",
        cache_depth        => 3,
        default_expires_in => 600,
        directory_umask    => '007',
    };
}

sub sessions {
    return {
        Directory      => "$store/$_[0]",
        LockDirectory  => "$store/$_[0]/lock",
        generateModule => 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
    };
}

remove_tree($store);
make_path( map { "$store/$_" } qw(cache conf sessions/lock psessions/lock) );

open my $file, '<', $ENV{LITMUS_CLIENTS} or die "Error: $ENV{LITMUS_CLIENTS}: $!";
my $clients = decode_json( do { local $/; <$file> } );
my ( %options, %vars );
for my $client (@$clients) {
    my $id = $client->{id};
    $options{$id} = {
        oidcRPMetaDataOptionsClientID       => $id,
        oidcRPMetaDataOptionsRedirectUris   => join( ' ', @{ $client->{redirect_uris} } ),
        oidcRPMetaDataOptionsIDTokenSignAlg => 'RS256',
        oidcRPMetaDataOptionsRefreshToken   => 1,
        defined $client->{secret}
        ? ( oidcRPMetaDataOptionsClientSecret => $client->{secret} )
        : ( oidcRPMetaDataOptionsPublic => 1 ),
    };
    $vars{$id} = { name => 'cn', email => 'mail' };
}

my $key = Crypt::OpenSSL::RSA->generate_key(2048);
open my $conf, '>', "$store/conf/lmConf-1.json" or die "Error: $store/conf: $!";
print $conf encode_json(
    {   cfgNum                        => 1,
        cfgDate                       => time,
        cfgAuthor                     => 'litmus',
        cfgVersion                    => '2.16.1',
        portal                        => $base,
        domain                        => $host,
        authentication                => 'Demo',
        userDB                        => 'Same',
        passwordDB                    => 'Demo',
        registerDB                    => 'Null',
        demoExportedVars              => { cn => 'cn', mail => 'mail', uid => 'uid' },
        whatToTrace                   => '_whatToTrace',
        macros                        => { _whatToTrace => 'lc($_user)' },
        globalStorage                 => 'Apache::Session::File',
        globalStorageOptions          => sessions('sessions'),
        persistentStorage             => 'Apache::Session::File',
        persistentStorageOptions      => sessions('psessions'),
        localSessionStorage           => 'Cache::FileCache',
        localSessionStorageOptions    => cache('lemonldap-ng-sessions'),
        locationRules                 => { $host => { default => 'accept' } },
        issuerDBOpenIDConnectActivation => 1,
        oidcServiceMetaDataIssuer     => $base,
        oidcServicePrivateKeySig      => $key->get_private_key_string,
        oidcServicePublicKeySig       => $key->get_public_key_x509_string,
        oidcServiceKeyIdSig           => 'litmus',
        oidcRPMetaDataOptions         => \%options,
        oidcRPMetaDataExportedVars    => \%vars,
    }
);
close $conf or die "Error: $store/conf: $!";

Lemonldap::NG::Portal::Main->run(
    {   configStorage => { type => 'File', dirName => "$store/conf" },
        localStorage        => 'Cache::FileCache',
        localStorageOptions => cache('lemonldap-ng-config'),
    }
);
